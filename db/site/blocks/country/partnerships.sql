select id, school, school_name, partner, partner_name, kinds, first_date, last_activity, last_activity_edtf,
  event_count, source_count, confidence
from partnerships
where country = :country
order by last_activity desc, school_name, partner_name
limit 40
