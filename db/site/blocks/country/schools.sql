select school as id, school_name as name, count(*) as partnerships, max(last_activity) as last_activity, last_activity_edtf
from partnerships
where country = :country
group by school
order by partnerships desc, last_activity desc, name
limit 20
