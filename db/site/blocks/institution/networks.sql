select distinct i.id, i.name, p.id as partnership, p.last_activity
from partnerships p
join institutions i on i.id = p.partner
where p.school = :institution and (i.kind = 'network' or instr(p.kinds, 'network') > 0)
order by i.name
