select p.id, p.school, p.school_name, p.partner, p.partner_name, p.kinds, p.first_date, p.last_activity, p.last_activity_edtf,
  p.event_count, p.source_count, p.confidence, p.country,
  case :lang when 'fr' then c.name_fr else c.name_en end as country_name
from partnerships p
left join countries c on c.code = p.country
where p.school = :institution
union all
select p.id, p.partner, p.partner_name, p.school, p.school_name, p.kinds, p.first_date, p.last_activity, p.last_activity_edtf,
  p.event_count, p.source_count, p.confidence, i.country,
  case :lang when 'fr' then c.name_fr else c.name_en end
from partnerships p
join institutions i on i.id = p.school
left join countries c on c.code = i.country
where p.partner = :institution
order by last_activity desc, partner_name
limit 100
