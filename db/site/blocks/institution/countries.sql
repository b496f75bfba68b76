with links as (
  select country from partnerships where school = :institution
  union all
  select i.country
  from partnerships p join institutions i on i.id = p.school
  where p.partner = :institution
)
select l.country as code, case :lang when 'fr' then c.name_fr else c.name_en end as name,
  count(*) as partnerships
from links l
join countries c on c.code = l.country
group by l.country
order by partnerships desc, name
