select id, name, home from sources where institution = :institution order by name
