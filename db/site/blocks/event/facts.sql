select e.id, e.type, e.title, e.modality, e.date_from, e.date_to, e.date_edtf, e.date_precision, e.date_basis,
  e.confidence, e.source_count, e.first_reported, e.last_reported,
  case :lang when 'fr' then t.name_fr else t.name_en end as type_name, t.description as type_description
from events e
join event_types t on t.id = e.type
where e.id = :event
