select p.id, p.school, p.partner, p.school_name, p.partner_name, p.country, p.kinds, p.first_date, p.first_date_edtf,
  p.last_activity, p.last_activity_edtf, p.event_count, p.source_count, p.confidence, p.latest_event,
  case :lang when 'fr' then c.name_fr else c.name_en end as country_name
from partnerships p
left join countries c on c.code = p.country
where p.id = :partnership
