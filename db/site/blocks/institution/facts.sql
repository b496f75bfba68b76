select i.id, i.name, i.kind, i.country, i.city, i.ror, i.website, i.parent,
  up.name as parent_name,
  case :lang when 'fr' then c.name_fr else c.name_en end as country_name,
  (select count(*) from event_institutions ei where ei.institution = i.id) as events,
  (select count(*) from partnerships p where p.school = i.id)
    + (select count(*) from partnerships p where p.partner = i.id) as partnerships
from institutions i
left join institutions up on up.id = i.parent
left join countries c on c.code = i.country
where i.id = :institution
