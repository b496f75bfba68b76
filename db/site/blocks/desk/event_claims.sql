select c.id, c.type, c.confidence, c.date_from, c.date_to, c.date_edtf, c.date_precision, c.date_basis, g.url, g.title,
  (select group_concat(text, ' … ')
   from (select t.text
     from claim_evidence v
     join sentences t on t.id = v.sentence
     where v.claim = c.id
     order by v.position)) as said
from event_claims f
join claims c on c.id = f.claim
join pages g on g.id = c.page
where f.event = ?1
order by c.page, c.id
limit 100
