select t.id as kind, case :lang when 'fr' then t.name_fr else t.name_en end as name,
  count(*) as partnerships, count(distinct p.school) as schools, max(p.last_activity) as last_activity
from partnerships p
join event_types t on instr(',' || replace(p.kinds, ' ', '') || ',', ',' || t.id || ',') > 0
where p.country = :country
group by t.id
order by partnerships desc, name
