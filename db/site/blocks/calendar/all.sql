with chosen as (
  select e.* from events e
  where e.date_to >= :today and e.modality in ('planned', 'cancelled')
  order by e.date_from, e.id
  limit 500
)
select e.id, e.title, e.type, e.modality, e.date_from, e.date_to, e.date_edtf, e.date_precision, e.date_basis,
  e.first_reported, e.last_reported,
  (select group_concat(i.name, ' · ')
   from event_institutions ei join institutions i on i.id = ei.institution
   where ei.event = e.id) as institutions,
  (select group_concat(c.name_en, ', ')
   from event_countries ec join countries c on c.code = ec.country
   where ec.event = e.id) as countries
from chosen e
order by e.date_from, e.id
