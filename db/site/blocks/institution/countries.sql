with links as (
  select country, last_activity from partnerships where school = :institution
  union all
  select i.country, p.last_activity
  from partnerships p join institutions i on i.id = p.school
  where p.partner = :institution
)
select l.country as code, case :lang when 'fr' then c.name_fr else c.name_en end as name,
  count(*) as partnerships, max(l.last_activity) as last_activity
from links l
join countries c on c.code = l.country
group by l.country
order by partnerships desc, name
