with chosen as (
  select e.*
  from event_countries ec
  join events e on e.id = ec.event
  where ec.country = :country and e.modality = 'planned' and e.date_to >= :today
  order by e.date_from, e.id
  limit 12
)
select e.id, e.title, e.type, e.modality, e.date_from, e.date_to, e.date_edtf, e.date_precision, e.date_basis,
  e.first_reported, e.source_count,
  (select group_concat(i.name, ' · ')
   from event_institutions ei join institutions i on i.id = ei.institution
   where ei.event = e.id) as institutions
from chosen e
order by e.date_from, e.id
