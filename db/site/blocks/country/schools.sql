select school as id, school_name as name, count(*) as partnerships, max(last_activity) as last_activity
from partnerships
where country = :country
group by school
order by partnerships desc, last_activity desc, name
limit 20
