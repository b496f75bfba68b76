-- order: 6
-- title: White spots
-- title.fr: Zones blanches
-- description: Countries without a partnership, with the events that concern them all the same.
-- description.fr: Pays sans partenariat, avec les événements qui les concernent malgré tout.
select c.name_en as title, c.name_fr, count(ec.event) as events, c.code as country
from countries c
left join event_countries ec on ec.country = c.code
where not exists (select 1 from partnerships p where p.country = c.code)
group by c.code
order by events desc, c.name_en
