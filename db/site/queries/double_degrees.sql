-- order: 4
-- title: Double degrees by country
-- title.fr: Doubles diplômes par pays
-- description: Partnerships with a double degree, by country; take it as CSV or Excel.
-- description.fr: Partenariats avec double diplôme, par pays ; à prendre en CSV ou en Excel.
-- parameter country: ISO 3166-1 code of the country, such as JP; empty for all countries
-- parameter.fr country: code ISO 3166-1 du pays, par exemple JP ; vide pour tous les pays
select c.name_en as country_name, p.school_name as title, p.partner_name, p.first_date, p.last_activity,
  p.source_count, p.id as partnership, p.country
from partnerships p
left join countries c on c.code = p.country
where instr(',' || replace(p.kinds, ' ', '') || ',', ',double_degree,') > 0
  and (p.country = :country or :country = '')
order by c.name_en, p.school_name, p.partner_name
