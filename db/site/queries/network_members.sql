-- order: 10
-- title: Network membership
-- title.fr: Appartenance aux réseaux
-- description: Which institutions belong to which network, as far as pages say so.
-- description.fr: Quels établissements appartiennent à quel réseau, pour autant que des pages le disent.
-- parameter network: id or name of a network; empty for all
-- parameter.fr network: identifiant ou nom d’un réseau ; vide pour tous
select n.name as title, p.school_name as member, p.first_date, p.last_activity, p.source_count,
  p.school as institution, n.id as network, p.id as partnership
from partnerships p
join institutions n on n.id = p.partner
where (n.kind = 'network' or instr(',' || replace(p.kinds, ' ', '') || ',', ',network,') > 0)
  and (:network = '' or n.id = :network or n.name = :network collate nocase
    or exists (select 1 from institution_names x where x.institution = n.id and x.name = :network collate nocase))
order by n.name, p.school_name
