select p.partner as id, p.partner_name as name, i.city, count(*) as partnerships, max(p.last_activity) as last_activity,
  p.last_activity_edtf
from partnerships p
join institutions i on i.id = p.partner
where p.country = :country
group by p.partner
order by partnerships desc, last_activity desc, name
limit 20
