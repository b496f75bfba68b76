select e.title, e.type, e.date_from, e.date_to, e.date_edtf, e.date_precision, e.date_basis, e.confidence,
  (select group_concat(i.name, ' · ')
   from event_institutions ei join institutions i on i.id = ei.institution
   where ei.event = e.id) as institutions,
  (select group_concat(c.name_en, ', ')
   from event_countries ec join countries c on c.code = ec.country
   where ec.event = e.id) as countries
from events e
where e.id = ?1
