with coming as (
  select * from events
  where date_to >= :today and modality = 'planned'
  order by date_from, id limit 9
)
select e.id, e.title, e.type, e.modality, e.date_from, e.date_to, e.date_edtf, e.date_precision, e.date_basis,
  e.first_reported, e.source_count,
  (select group_concat(i.name, ' · ')
   from event_institutions ei join institutions i on i.id = ei.institution
   where ei.event = e.id) as institutions
from coming e
order by e.date_from, e.id
