select name, lang from institution_names where institution = :institution order by name limit 40
