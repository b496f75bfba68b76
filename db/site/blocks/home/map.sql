select p.country as code,
  case :lang when 'fr' then c.name_fr else c.name_en end as name,
  count(*) as partnerships,
  count(distinct p.school) as schools
from partnerships p
join countries c on c.code = p.country
group by p.country
order by partnerships desc, name
