select c.code, case :lang when 'fr' then c.name_fr else c.name_en end as name,
  (select count(*) from partnerships p where p.country = c.code) as partnerships,
  (select count(distinct school) from partnerships p where p.country = c.code) as schools,
  (select count(distinct partner) from partnerships p where p.country = c.code) as partners,
  (select count(*) from event_countries ec where ec.country = c.code) as events,
  (select coalesce(last_activity_edtf, last_activity) from partnerships p
   where p.country = c.code order by last_activity desc limit 1) as last_activity
from countries c
where c.code = :country
