"""Countries and institutions: the tables that the others refer to."""

# ruff: noqa: S608 (what is put into SQL here are names of this module, never values)

from __future__ import annotations

from collections.abc import Iterable, Mapping

from db.connection import Database
from db.votes import REGISTRY, TEXT_MADE, Details, Vote, details_of, elected, supports
from records import Institution

DETAILS = "name, kind, country, city, ror, website, parent"


class Reference(Database):
    """The part of the store that holds names."""

    def load_reference(self, countries: Iterable[tuple[str, str, str]]) -> None:
        """Keep the countries as (ISO 3166-1 alpha-2 code, English name, French name). Changes no row twice."""
        with self.write():
            self.run_many(
                "insert into countries (code, name_en, name_fr) values (?, ?, ?) on conflict (code) do update"
                " set name_en = excluded.name_en, name_fr = excluded.name_fr"
                " where (name_en, name_fr) is not (excluded.name_en, excluded.name_fr)",
                list(countries),
            )

    def save_institutions(self, institutions: Iterable[Institution]) -> int:
        """Keep what the registry says of institutions; return how many rows that changed.

        Pages with claims about a changed one are merged anew, as its parent, country and name decide there.
        """
        changed = 0
        with self.write():
            for institution in institutions:
                if institution.id.startswith(TEXT_MADE):
                    changed += self._vote(REGISTRY, institution)
                else:
                    changed += self._save_institution(institution)
        return changed

    def save_institution_names(self, names: Mapping[str, Iterable[tuple[str, str | None]]]) -> None:
        """Keep further names of institutions the store has: id → (name, language or None)."""
        with self.write():
            for institution, pairs in names.items():
                self.run_many(
                    "insert or ignore into institution_names select id, ?, ? from institutions where id = ?",
                    [(name, lang, institution) for name, lang in pairs],
                )

    def unknown_institutions(self) -> list[str]:
        """Return ids the store refers to without knowing more: look them up and call `save_institutions`."""
        return self.column(
            "select id from institutions where stub union select parent from institutions"
            " where parent is not null and parent not in (select id from institutions) order by 1"
        )

    def websites(self) -> dict[str, str]:
        """Return the websites of the institutions the store has, by id."""
        rows = self.all("select id, website from institutions where website is not null and not stub")
        return {row["id"]: row["website"] for row in rows}

    def institution(self, id_: str) -> Institution | None:
        """Return an institution by its id."""
        row = self.one(f"select {DETAILS} from institutions where id = ?", (id_,))
        if row is None:
            return None
        return Institution(
            id_, row["name"], row["kind"], row["country"], row["ror"], row["city"], row["website"], row["parent"]
        )

    def _save_institution(self, new: Institution) -> bool:
        """Insert or update one; what the new record does not know (None) stays."""
        self._ensure_countries([new.country])
        old = self.one(f"select {DETAILS}, stub from institutions where id = ?", (new.id,))
        row = (new.name, new.kind, new.country, new.city, new.ror, new.website, new.parent_id)
        if old is None:
            self.run(f"insert into institutions (id, {DETAILS}) values (?, ?, ?, ?, ?, ?, ?, ?)", (new.id, *row))
            return True
        merged = tuple(now if now is not None else then for now, then in zip(row, tuple(old)[:7], strict=True))
        if merged == tuple(old)[:7] and not old["stub"]:
            return False
        self.run(
            "update institutions set name = ?, kind = ?, country = ?, city = ?, ror = ?, website = ?, parent = ?,"
            " stub = 0 where id = ?",
            (*merged, new.id),
        )
        self._mark_institution_dirty(new.id)
        return True

    def _save_institutions_of_page(self, page: int, institutions: Iterable[Institution]) -> None:
        """Keep what a page's analysis says of institutions: of those in ROR it is the registry's word, of the others
        the page's vote, in place of its former one."""
        new = {institution.id: institution for institution in institutions}
        sql = "select institution from institution_votes where page = ?"
        gone = [id_ for id_ in self.column(sql, (page,)) if id_ not in new]
        for id_ in sorted(new):
            if id_.startswith(TEXT_MADE):
                self._vote(page, new[id_])
            else:
                self._save_institution(new[id_])
        for id_ in sorted(gone):
            self.run("delete from institution_votes where institution = ? and page = ?", (id_, page))
            self._elect(id_)

    def _vote(self, page: int, institution: Institution) -> bool:
        """Keep a page's vote on an institution; return whether the institution changed."""
        new = details_of(institution)
        key = (institution.id, page)
        old = self.one(f"select {DETAILS} from institution_votes where institution = ? and page = ?", key)
        if old is not None and tuple(old) == new:
            return False
        self.run(
            f"insert or replace into institution_votes (institution, page, {DETAILS}) values (?, ?{', ?' * len(new)})",
            (*key, *new),
        )
        current = self.one(f"select {DETAILS} from institutions where id = ? and not stub", (institution.id,))
        if old is None and page != REGISTRY and current is not None and supports(new, tuple(current)):
            return False
        return self._elect(institution.id)

    def _elect(self, id_: str) -> bool:
        """Take for an institution what most pages say of it; return whether that changed it. One that no page names
        any more stays as it was: decisions and redirects may still lead to it."""
        rows = self.all(
            f"select {DETAILS}, count(*), page = {REGISTRY} from institution_votes where institution = ?"
            f" group by {DETAILS}, page = {REGISTRY}",
            (id_,),
        )
        if not rows:
            return False
        return self._replace_institution(id_, elected(Vote(tuple(row)[:7], row[7], bool(row[8])) for row in rows))

    def _replace_institution(self, id_: str, details: Details) -> bool:
        old = self.one(f"select {DETAILS}, stub from institutions where id = ?", (id_,))
        if old is not None and (*details, 0) == tuple(old):
            return False
        self._ensure_countries([details[2]])
        self.run(
            f"insert into institutions (id, {DETAILS}) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set"
            " name = excluded.name, kind = excluded.kind, country = excluded.country, city = excluded.city,"
            " ror = excluded.ror, website = excluded.website, parent = excluded.parent, stub = 0",
            (id_, *details),
        )
        if old is not None:
            self._mark_institution_dirty(id_)
        return True

    def _ensure_institution(self, institution: Institution) -> None:
        """Insert an institution of which only an id and perhaps a name are known, unless it is there."""
        self._ensure_countries([institution.country])
        self.run(
            f"insert or ignore into institutions (id, {DETAILS}, stub) values (?, ?, ?, ?, ?, ?, ?, ?, 1)",
            (
                *(institution.id, institution.name, institution.kind, institution.country, institution.city),
                *(institution.ror, institution.website, institution.parent_id),
            ),
        )

    def _ensure_countries(self, codes: Iterable[str | None]) -> None:
        """Insert a country under its code until `load_reference` names it."""
        self.run_many(
            "insert or ignore into countries (code, name_en, name_fr) values (?1, ?1, ?1)",
            [(code,) for code in codes if code],
        )

    def _mark_institution_dirty(self, id_: str) -> None:
        self.run(
            "insert or ignore into merge_dirty select page from claims where id in"
            " (select claim from claim_institutions where institution = ?1"
            " union select claim from claim_pairs where school = ?1 or partner = ?1)",
            (id_,),
        )
