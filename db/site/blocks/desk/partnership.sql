select p.school_name || ' – ' || p.partner_name as title, p.kinds as type, p.first_date as date_from,
  p.first_date as date_to, p.first_date_edtf as date_edtf, 'day' as date_precision, 'stated' as date_basis,
  p.confidence, p.school_name || ' · ' || p.partner_name as institutions, c.name_en as countries
from partnerships p
left join countries c on c.code = p.country
where p.id = ?1
