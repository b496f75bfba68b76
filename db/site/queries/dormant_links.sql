-- order: 5
-- title: Dormant links
-- title.fr: Liens en sommeil
-- description: Partnerships of which nothing has been reported for a number of years, the longest silence first.
-- description.fr: Partenariats dont rien n’a été signalé depuis un nombre d’années, le plus long silence d’abord.
-- parameter years: years of silence (5 where empty)
-- parameter.fr years: années de silence (5 si vide)
-- parameter country: ISO 3166-1 code of the country; empty for all countries
-- parameter.fr country: code ISO 3166-1 du pays ; vide pour tous les pays
-- default years: 5
select p.school_name as title, p.partner_name, c.name_en as country_name, p.kinds, p.last_activity,
  cast((julianday('now') - julianday(p.last_activity)) / 365.25 as integer) as years_silent,
  p.source_count, p.id as partnership, p.country
from partnerships p
left join countries c on c.code = p.country
where p.last_activity <= date('now', '-' || cast(coalesce(nullif(:years, ''), '5') as integer) || ' years')
  and (p.country = :country or :country = '')
order by p.last_activity, p.school_name, p.partner_name
