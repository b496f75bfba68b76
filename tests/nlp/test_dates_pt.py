"""Portuguese expressions and their EDTF form, read on Wednesday 12 March 2025; an empty form: no date."""

import datetime as dt

import pytest

from nlp.dates import find_dates

PUBLISHED = dt.date(2025, 3, 12)
TABLE = [
    ("de 21 a 23 de agosto de 2024", "2024-08-21/2024-08-23"),
    ("de 30 de junho a 2 de julho de 2024", "2024-06-30/2024-07-02"),
    ("nos dias 4 e 5 de maio", "2025-05-04/2025-05-05"),
    ("entre os dias 3 e 5 de maio de 2024", "2024-05-03/2024-05-05"),
    ("entre 3 e 5 de maio de 2024", "2024-05-03/2024-05-05"),
    ("no dia 15 de maio de 2024", "2024-05-15"),
    ("no último dia 15 de maio", "2024-05-15"),
    ("no próximo dia 15 de maio", "2025-05-15"),
    ("segunda-feira, 5 de maio de 2025", "2025-05-05"),
    ("1º de maio de 2024", "2024-05-01"),
    ("primeiro de maio de 2024", "2024-05-01"),
    ("12/03/2024", "2024-03-12"),
    ("14 ago 2019", "2019-08-14"),
    ("14 de ago. de 2019", "2019-08-14"),
    ("em março passado", "2024-03"),
    ("no mês passado", "2025-02"),
    ("na semana passada", "2025-03-03/2025-03-09"),
    ("na próxima semana", "2025-03-17/2025-03-23"),
    ("nesta semana", "2025-03-10/2025-03-16"),
    ("na semana que vem", "2025-03-17/2025-03-23"),
    ("este ano", "2025"),
    ("no ano passado", "2024"),
    ("no próximo ano", "2026"),
    ("na última quinta-feira", "2025-03-06"),
    ("na próxima segunda-feira", "2025-03-17"),
    ("nesta quinta-feira (13)", "2025-03-13"),
    ("na segunda-feira (10)", "2025-03-10"),
    ("no próximo verão", "2025-22"),
    ("na primavera de 2024", "2024-21"),
    ("no início de 2020", "2020-01/2020-03"),
    ("em meados de 2020", "2020-04/2020-09"),
    ("no final de 2020", "2020-10/2020-12"),
    ("no fim de junho de 2024", "2024-06"),
    ("até o final do ano", "2025-10/2025-12"),
    ("no final do ano passado", "2024-10/2024-12"),
    ("ano letivo 2023/2024", "2023-09/2024-08"),
    ("ano letivo de 2023/24", "2023-09/2024-08"),
    ("desde 2004", "2004"),
    ("em 1999", "1999"),
    ("de 2014 a 2020", "2014/2020"),
    ("entre 2011 e 2019", "2011/2019"),
    ("dez anos atrás", "2015"),
    ("primeiro semestre de 2024", "2024-40"),
    ("de março a junho de 2024", "2024-03/2024-06"),
    ("ontem", "2025-03-11"),
    ("Horizonte 2020", ""),
    ("2000 estudantes", ""),
    ("mais de 2000 alunos", ""),
    ("de segunda a sexta-feira", ""),
    ("escola de verão", ""),
    ("turma de 2018", ""),
    ("no dia 15", "2025-03-15"),
    ("no próximo dia 15", "2025-03-15"),
    ("nesta quarta (12)", "2025-03-12"),
    ("na segunda (10)", "2025-03-10"),
    ("hoje (12)", ""),
    ("em março deste ano", "2025-03"),
    ("em maio do ano passado", "2024-05"),
    ("15 de maio, às 14h", "2025-05-15"),
    ("de 5/5 a 9/5", "2025-05-05/2025-05-09"),
]


@pytest.mark.parametrize(("text", "edtf"), TABLE, ids=[text for text, _ in TABLE])
def test_reads(text: str, edtf: str) -> None:
    mentions = find_dates(text, "pt", PUBLISHED)
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
    assert " ; ".join(m.interval.edtf if m.interval else "unresolved" for m in mentions) == edtf


# Sentences: the day of publication (2025-03-12 Wednesday, 2024-10-17 Thursday, 2023-12-04 Monday), text, EDTF.
SENTENCES = [
    ("2025-03-12", "O acordo é de 2014. Três anos depois abriu um campus.", "2014 ; 2017"),
    ("2025-03-12", "Foi renovado em 2019; cinco anos antes ninguém a conhecia.", "2019 ; 2014"),
    ("2025-03-12", "Reuniram-se no outono de 2021 e assinaram na primavera seguinte.", "2021-23 ; 2022-21"),
    ("2025-03-12", "Fundada em 2008, abriu no ano seguinte.", "2008 ; 2009"),
    (
        "2024-10-17",
        "Na terça, no Campus France, os visitantes ouviram o reitor. E na quarta, foram ao palácio.",
        "2024-10-15 ; 2024-10-16",
    ),
    ("2024-10-17", "A comitiva esteve em Lyon na terça e na quarta.", "2024-10-15/2024-10-16"),
    ("2024-10-17", "Na quarta edição do fórum, a terça parte dos alunos veio.", ""),
    ("2024-10-17", "Os reitores encontraram-se na terça-feira da semana passada.", "2024-10-08"),
    ("2024-10-17", "As conversas ocorreram entre domingo e terça-feira.", "2024-10-13/2024-10-15"),
    ("2024-10-17", "O horário é de segunda a sexta.", ""),
    ("2025-03-12", "O acampamento ocorreu em julho do ano passado.", "2024-07"),
    ("2024-10-17", "No último dia 6 ele fez o mesmo trajeto a pé.", "2024-10-06"),
    ("2024-10-17", "O convênio foi assinado no dia 8 em Brasília.", "2024-10-08"),
    ("2024-10-17", "O reitor viajou ontem; o decano, anteontem.", "2024-10-16 ; 2024-10-15"),
    ("2023-12-04", "Chegaram em 12 de novembro de 2023. No dia seguinte assinaram.", "2023-11-12 ; 2023-11-13"),
    (
        "2023-12-04",
        "De 12 a 14 de junho de 2023 ocorreu o fórum. No segundo dia foi assinado um acordo.",
        "2023-06-12/2023-06-14 ; 2023-06-13",
    ),
    ("2025-03-12", "Na década de 1980, ele atravessava o rio.", "1980/1989"),
    ("2025-03-12", "Nos anos 90 viajavam dez alunos.", "1990/1999"),
    ("2025-03-12", "Nos anos noventa viajavam dez alunos.", "1990/1999"),
    ("2025-03-12", "No primeiro trimestre de 2024 os intercâmbios voltaram.", "2024-33"),
    ("2023-12-04", "As inscrições ficam abertas até o Natal.", "2023-12-25"),
    ("2025-03-12", "Os alunos voltam depois da Páscoa.", "2025-04-20"),
    ("2025-03-12", "O congresso será em Natal, no Rio Grande do Norte.", ""),
    ("2024-10-17", "Veio um convite: participar, em março, do fórum franco-brasileiro.", "2025-03"),
    ("2024-10-17", "Um segundo grupo é esperado em fevereiro.", "2025-02"),
    ("2024-10-17", "A universidade recebeu em março uma delegação.", "2024-03"),
    ("2024-10-17", "Chegaram em 12 de março de 2024 e foram embora no dia 16.", "2024-03-12 ; 2024-03-16"),
    ("2024-10-17", "A delegação esteve em Lyon de terça a quinta-feira.", "2024-10-15/2024-10-17"),
    ("2024-10-17", "Desde segunda há visitas.", "2024-10-14"),
    ("2024-10-17", "Na próxima segunda e terça o escritório estará fechado.", "2024-10-21/2024-10-22"),
    ("2024-10-17", "As aulas começam em março.", "2025-03"),
    ("2024-10-17", "No Natal voltaram vinte alunos.", "2023-12-25"),
    ("2024-10-17", "Na quinta-feira, dia 10, e na sexta, dia 11.", "2024-10-10 ; 2024-10-11"),
    ("2024-10-17", "Na primavera virá uma delegação.", "2025-21"),
]


@pytest.mark.parametrize(("published", "text", "edtf"), SENTENCES, ids=[text for _, text, _ in SENTENCES])
def test_reads_sentences(published: str, text: str, edtf: str) -> None:
    mentions = find_dates(text, "pt", dt.date.fromisoformat(published))
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
    assert " ; ".join(m.interval.edtf for m in mentions if m.interval) == edtf
