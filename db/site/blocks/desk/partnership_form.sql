select p.kinds, coalesce(p.country, '') as country
from partnerships p
where p.id = ?1
