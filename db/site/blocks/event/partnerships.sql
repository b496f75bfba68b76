select p.id, p.school_name, p.partner_name, p.kinds
from event_institutions a
join event_institutions b on b.event = a.event
join partnerships p on p.school = a.institution and p.partner = b.institution
where a.event = :event
order by p.school_name, p.partner_name
limit 30
