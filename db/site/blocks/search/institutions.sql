with hits as (
  select institution, min(rank) as best from (
    select institution, rank from institutions_fts where institutions_fts match :match order by rank limit 200
  ) group by institution order by best limit 60
)
select i.id, i.name, i.kind, i.city, i.country,
  case :lang when 'fr' then c.name_fr else c.name_en end as country_name,
  (select count(*) from event_institutions ei where ei.institution = i.id) as events
from hits h
join institutions i on i.id = h.institution
left join countries c on c.code = i.country
order by events desc, h.best, i.name
limit 10
