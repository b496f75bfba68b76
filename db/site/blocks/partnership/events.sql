select e.id, e.title, e.type, e.modality, e.date_from, e.date_to, e.date_edtf, e.date_precision, e.date_basis,
  e.first_reported, e.source_count,
  (select group_concat(i.name, ' · ')
   from event_institutions ei join institutions i on i.id = ei.institution
   where ei.event = e.id) as institutions
from partnerships p
join event_institutions a on a.institution = p.partner
join event_institutions b on b.event = a.event and b.institution = p.school
join events e on e.id = a.event
where p.id = :partnership
order by e.date_from desc, e.id
limit 100
