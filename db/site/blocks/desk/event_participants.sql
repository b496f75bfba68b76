select i.id, i.name, i.country, r.role
from event_institutions r
join institutions i on i.id = r.institution
where r.event = ?1
order by i.name, i.id
