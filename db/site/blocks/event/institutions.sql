select i.id, i.name, i.kind, i.city, i.country, i.website, ei.role,
  case :lang when 'fr' then c.name_fr else c.name_en end as country_name
from event_institutions ei
join institutions i on i.id = ei.institution
left join countries c on c.code = i.country
where ei.event = :event
order by ei.role = 'publisher' desc, i.name
