select c.code, case :lang when 'fr' then c.name_fr else c.name_en end as name, ec.role
from event_countries ec
join countries c on c.code = ec.country
where ec.event = :event
order by ec.role = 'place' desc, name
