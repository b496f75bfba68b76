select code, case :lang when 'fr' then name_fr else name_en end as name,
  (select count(*) from partnerships p where p.country = code) as partnerships
from countries
order by name
