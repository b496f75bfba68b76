-- order: 2
-- title: Partnerships by country
-- title.fr: Partenariats par pays
-- description: Every partnership with institutions of a country, the most recently active first. In one line of SQL: select * from partnerships where country = 'JP'.
-- description.fr: Tous les partenariats avec les établissements d’un pays, les plus récemment actifs d’abord. En une ligne de SQL : select * from partnerships where country = 'JP'.
-- parameter country: ISO 3166-1 code of the country, such as JP; empty for all countries
-- parameter.fr country: code ISO 3166-1 du pays, par exemple JP ; vide pour tous les pays
-- default country: JP
select p.school_name as title, p.partner_name, c.name_en as country_name, p.kinds, p.first_date, p.last_activity,
  p.event_count, p.source_count, p.confidence, p.id as partnership, p.school, p.partner, p.country
from partnerships p
left join countries c on c.code = p.country
where p.country = :country or :country = ''
order by p.last_activity desc, p.school_name, p.partner_name
