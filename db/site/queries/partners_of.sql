-- order: 3
-- title: Who else works with an institution
-- title.fr: Qui d’autre travaille avec un établissement
-- description: All institutions that the register links with the given one, on either side of a partnership.
-- description.fr: Tous les établissements que le registre relie à celui qui est donné, d’un côté ou de l’autre d’un partenariat.
-- parameter institution: id (ror:… or x:…) or name of the institution
-- parameter.fr institution: identifiant (ror:… ou x:…) ou nom de l’établissement
with asked as (
  select id from institutions where id = :institution
  union
  select institution from institution_names where name = :institution collate nocase
)
select other.name as title, other.city, c.name_en as country_name, p.kinds, p.first_date, p.last_activity,
  p.event_count, p.source_count, other.id as institution, p.id as partnership
from asked a
join partnerships p on p.school = a.id or p.partner = a.id
join institutions other on other.id = case when p.school = a.id then p.partner else p.school end
left join countries c on c.code = other.country
order by p.last_activity desc, other.name
