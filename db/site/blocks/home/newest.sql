with newest as (
  select * from events where first_reported <= :today
  order by first_reported desc, id limit 9
)
select e.id, e.title, e.type, e.modality, e.date_from, e.date_to, e.date_edtf, e.date_precision, e.date_basis,
  e.first_reported, e.source_count,
  (select group_concat(i.name, ' · ')
   from event_institutions ei join institutions i on i.id = ei.institution
   where ei.event = e.id) as institutions
from newest e
order by e.first_reported desc, e.id
