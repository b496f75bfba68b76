select e.title, e.type, e.modality, coalesce(e.date_edtf, '') as date,
  coalesce((select group_concat(country, ', ')
   from (select country from event_countries where event = e.id order by country)), '') as countries
from events e
where e.id = ?1
