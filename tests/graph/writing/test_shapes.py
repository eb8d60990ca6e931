"""Each shape with an example that keeps it and one that breaks it; the graph of the real law keeps them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from kg.graph.storage import current
from kg.graph.writing.shapes import ShapeReport, check_file, validate_data, validate_file
from kg.law.places import ontology_dir

PREFIXES = """
@prefix kg: <urn:kg:ont:> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <urn:x:> .
"""
SHA = "0" * 64
# What the examples point at: an instrument, a version, an article with its 款, a concept.
CONTEXT = f"""
:work a kg:Instrument ; kg:title "测试办法" ; kg:issuer "某机关" ; kg:rank "部门规章" ; kg:held true .
:v a kg:Version ; kg:versionOf :work ; kg:title "测试办法" ; kg:effective "2024-01-01"^^xsd:date ; kg:sha256 "{SHA}" .
<urn:x:v~art1> a kg:Article ; kg:label "第一条" ; kg:text "第一条　经营机构应当报告。" ; kg:partOf :v ; kg:start 0 ; kg:end 14 .
<urn:x:v~art1_par1> a kg:Paragraph ; kg:partOf <urn:x:v~art1> ; kg:start 4 ; kg:end 14 .
:firm a skos:Concept ; skos:prefLabel "经营机构"@zh ; skos:inScheme :scheme .
"""
NORM = """:n a kg:Obligation ; kg:statedIn <urn:x:v~art1_par1> ; kg:quote "经营机构应当报告" ; kg:quoteStart 4 ; kg:quoteEnd 12 ;
  kg:kind "report" ; kg:rule "modal" ; kg:reviewStatus "extracted" ; kg:bearer :firm ; kg:bearerLabel "经营机构" ; kg:applies :a .
:a a kg:Application ; kg:subjectLabel "经营机构" ; kg:subject :firm ; kg:manner "适用" ; kg:because <urn:x:v~art1_par1> ; kg:recipient :firm .
"""
CORRECTED = NORM.replace('"extracted"', '"corrected" ; kg:reviewReason "主体应为经营机构。" ; kg:reviewedOn "2026-11-24"^^xsd:date')
DEADLINE = ':d a kg:Deadline ; kg:deadlineText "24小时内" ; kg:deadlineType "relative" ; kg:deadlineValue "PT24H" .'
SANCTION = """:s a kg:Sanction ; kg:statedIn <urn:x:v~art1_par1> ; kg:quote "应当报告" ; kg:punishes <urn:x:v~art1> ; kg:fines "1000-2000;-5" ;
  kg:onward :work ."""
CITATION = ':c a kg:Citation ; kg:source <urn:x:v~art1_par1> ; kg:citationText "本办法第一条" ; kg:target <urn:x:v~art1> .'
LINK = """:k a kg:CrossLink ; kg:source <urn:x:v~art1_par1> ; kg:target <urn:x:v~art1> ; kg:linkType "specifies" ; kg:sourceWords "应当报告" ;
  kg:targetWords "经营机构" ; kg:linkOrigin "review" ; kg:confidence "0.90"^^xsd:decimal ; kg:linkStatus "added" ; kg:linkReason "一致。" ."""
TERM = ':t a kg:Term ; kg:term "经营机构" ; kg:quote "经营机构" ; kg:statedIn <urn:x:v~art1_par1> .'
TOLD = ':told a kg:SecondHandStatement ; kg:statement "七个工作日" ; kg:saidIn "转述：某文" .'
CONCEPT = ':c1 a skos:Concept ; skos:prefLabel "证券公司"@zh ; skos:inScheme :scheme ; skos:broader :firm ; kg:playsRole :firm .'
FACT = """:f a skos:Concept, kg:Fact ; skos:prefLabel "使用外包服务"@zh ; skos:inScheme :scheme ; kg:factKey "outsourcing" ; kg:factType "yes-no" ;
  kg:order 1 ; kg:question "是否使用外包服务？"@zh ; kg:askedIn "checklist", "clock" ; kg:saidOnce "case" ; kg:role :firm ; kg:addsEvent :happening ;
  kg:implies :g .
:g a skos:Concept, kg:Fact ; skos:prefLabel "使用服务"@zh ; skos:inScheme :scheme ; kg:factKey "services" ; kg:factType "number" ; kg:order 2 ;
  kg:question "使用几项服务？"@zh .
:happening a skos:Concept, kg:Event ; skos:prefLabel "事件"@zh ; skos:inScheme :scheme .
:theme a skos:Concept ; skos:prefLabel "外包"@zh ; skos:inScheme :scheme ; kg:presupposesFact :f ."""
SCHEME = """:scheme a skos:ConceptScheme ; kg:supplierRole :firm ; kg:askedApart :firm ; kg:sectorRegulator :firm ;
  kg:everybody :firm ; kg:abroadRole :firm ."""
MENTION = NORM.replace("kg:applies :a .", "kg:applies :a ; kg:mention :m .") + """
:m a kg:Mention ; kg:statedIn <urn:x:v~art1_par1> ; kg:mentioned :firm ; kg:quote "应当报告" .
"""
WORK = ':w2 a kg:Instrument ; kg:title "另一办法" ; kg:issuer "某机关" ; kg:rank "法律" ; kg:held false ; kg:effective "2020-01-01"^^xsd:date .'
VERSION = f""":v2 a kg:Version ; kg:versionOf :work ; kg:title "测试办法" ; kg:effective "2020-01-01"^^xsd:date ; kg:until "2024-01-01"^^xsd:date ;
  kg:promulgated "2019-12-01"^^xsd:date ; kg:sha256 "{SHA}" ."""
ARTICLE = '<urn:x:v~art2> a kg:Article ; kg:label "第二十一条之一" ; kg:text "第二十一条之一　略。" ; kg:partOf :v ; kg:start 14 ; kg:end 20 .'
ANNEX = "<urn:x:v~annex1> a kg:Annex ; kg:partOf :v ; kg:text \"附件\" ; kg:start 20 ; kg:end 30 ."

LINK_TO_WORK = LINK.replace("kg:target <urn:x:v~art1>", "kg:target :work").replace('kg:targetWords "经营机构" ; ', "")

# shape, an example that keeps it, what is changed (from, to), the node at fault, words of the fault
CASES = [
    ("Instrument", WORK, ('kg:title "另一办法"', 'kg:title "《另一办法》"'), ":w2", "without 《》"),
    ("Instrument", WORK, ('kg:title "另一办法" ;', ""), ":w2", "one title"),
    ("Instrument", WORK, ('kg:issuer "某机关" ;', ""), ":w2", "who issued"),
    ("Instrument", WORK, ('"法律"', '"网页"'), ":w2", "rank"),
    ("Instrument", WORK, ("kg:held false ;", ""), ":w2", "held"),
    ("Instrument", WORK, ("kg:effective", 'kg:until "2019-01-01"^^xsd:date ; kg:effective'), ":w2", "repeal comes after"),
    ("Version", VERSION, ("kg:versionOf :work ;", ""), ":v2", "of one instrument"),
    ("Version", VERSION, (":work", ":nowhere"), ":v2", "of one instrument"),
    ("Version", VERSION, ('"2020-01-01"^^xsd:date', '"2024-02-01"^^xsd:date'), ":v2", "before the day it ends"),
    ("Version", VERSION, ('"2020-01-01"^^xsd:date', '"2020-01-01"'), ":v2", "one day of effect"),
    ("Version", VERSION, ("2019-12-01", "2020-06-01"), ":v2", "Promulgation"),
    ("Version", VERSION, (SHA, SHA[1:]), ":v2", "sha256"),
    ("Version", VERSION, ('kg:title "测试办法" ;', ""), ":v2", "one title"),
    ("Version", VERSION, ("2024-01-01", "2024-01-02"), ":v2", "never the law on the same day"),
    ("Version", VERSION, (' kg:until "2024-01-01"^^xsd:date ;', ""), ":v2", "never the law on the same day"),
    ("Provision", ARTICLE, ("kg:partOf :v", "kg:partOf :v9"), "<urn:x:v~art2>", "part of one version"),
    ("Provision", ARTICLE, ("kg:partOf :v ;", ""), "<urn:x:v~art2>", "part of one version"),
    ("Provision", ARTICLE, ("kg:end 20", "kg:end 14"), "<urn:x:v~art2>", "spans some text"),
    ("Provision", ARTICLE, ("; kg:end 20", ""), "<urn:x:v~art2>", "spans some text"),
    ("Article", ARTICLE, ('"第二十一条之一" ;', '"第条" ;'), "<urn:x:v~art2>", "labelled"),
    ("Article", ARTICLE, ('kg:text "第二十一条之一　略。" ;', ""), "<urn:x:v~art2>", "carries its words"),
    ("Annex", ANNEX, ('kg:text "附件" ;', ""), "<urn:x:v~annex1>", "annex carries its words"),
    ("Norm", NORM, ("kg:statedIn <urn:x:v~art1_par1> ;", ""), ":n", "one provision"),
    ("Norm", NORM, ("kg:statedIn <urn:x:v~art1_par1>", "kg:statedIn :v"), ":n", "one provision"),
    ("Norm", NORM, ("kg:statedIn <urn:x:v~art1_par1>", "kg:statedIn <urn:x:v~art9_par1>"), ":n", "one provision"),
    ("Norm", NORM, ('kg:quote "经营机构应当报告" ;', ""), ":n", "words of the law"),
    ("Norm", NORM, ('"经营机构应当报告"', '"经营机构应当立即报告"'), ":n", "do not stand in <?urn:x:v~art1"),
    ("Norm", NORM, ('"report"', '"报告"'), ":n", "kind"),
    ("Norm", NORM, ('kg:rule "modal" ;', ""), ":n", "names the rule"),
    ("Norm", NORM, ('"extracted"', '"guessed"'), ":n", "reviewStatus"),
    ("ReviewedNorm", NORM, ('"extracted"', '"corrected"'), ":n", "says why it was corrected"),
    ("ReviewedNorm", CORRECTED, ('kg:reviewReason "主体应为经营机构。" ;', ""), ":n", "says why it was corrected"),
    ("ReviewedNorm", CORRECTED, ('"corrected"', '"confirmed"'), ":n", "says why it was corrected"),
    ("Norm", CORRECTED, ('kg:reviewedOn "2026-11-24"^^xsd:date', 'kg:reviewedOn "2026-11-24"'), ":n", "one day"),
    ("Norm", NORM, ("kg:bearer :firm", "kg:bearer :nobody"), ":n", "bearer is a concept"),
    ("Norm", NORM, (" ; kg:applies :a .", " ; kg:recipient :nobody ; kg:applies :a ."), ":n", "recipient is a concept"),
    ("Norm", NORM, ("kg:applies :a .", "kg:applies :a, :firm ."), ":n", "by way of an Application"),
    ("Norm", NORM, (" ; kg:applies :a", ""), ":n", "applies to somebody"),
    ("Norm", NORM, ("kg:quoteEnd 12", "kg:quoteEnd 4"), ":n", "place in the article"),
    ("Norm", NORM, ("kg:applies :a", "kg:deadline :firm ; kg:applies :a"), ":n", "deadline"),
    ("Application", NORM, ('kg:subjectLabel "经营机构" ;', ""), ":a", "subjectLabel"),
    ("Application", NORM, ('"适用"', '"或许适用"'), ":a", "manner"),
    ("Application", NORM, ("kg:subject :firm", "kg:subject :nobody"), ":a", "subject is a concept"),
    ("Application", NORM, ("kg:recipient :firm", "kg:recipient :nobody"), ":a", "recipient is a concept"),
    ("Application", NORM, ("kg:because <urn:x:v~art1_par1>", "kg:because <urn:x:v~art72>"), ":a", "rule that decides"),
    ("Application", NORM, ("kg:applies :a .", "kg:applies :b . :b a kg:Application ; kg:manner '适用' ."), ":a", "one norm"),
    ("Mention", MENTION, ("kg:mentioned :firm", "kg:mentioned :nobody"), ":m", "one concept"),
    ("Mention", MENTION, ('"应当报告"', '"应当备案"'), ":m", "do not stand in"),
    ("Mention", MENTION, (' ; kg:quote "应当报告"', ""), ":m", "carries its words"),
    ("Mention", MENTION, (" ; kg:mention :m", ""), ":m", "belongs to one norm"),
    ("Deadline", DEADLINE, ('kg:deadlineText "24小时内" ;', ""), ":d", "carries its words"),
    ("Deadline", DEADLINE, ('"relative"', '"soon"'), ":d", "deadlineType"),
    ("Deadline", DEADLINE, ('"PT24H"', '"24h"'), ":d", "ISO 8601"),
    ("Sanction", SANCTION, ("kg:statedIn <urn:x:v~art1_par1>", "kg:statedIn <urn:x:v~art8>"), ":s", "stands in one provision"),
    ("Sanction", SANCTION, ('kg:quote "应当报告" ;', ""), ":s", "words of the law"),
    ("Sanction", SANCTION, ('"应当报告"', '"可以报告"'), ":s", "do not stand in"),
    ("Sanction", SANCTION, ("kg:punishes <urn:x:v~art1>", "kg:punishes <urn:x:v~art99>"), ":s", "breach of a provision"),
    ("Sanction", SANCTION, ("kg:punishes <urn:x:v~art1>", "kg:punishesAllOf :work"), ":s", "breach of one version"),
    ("Sanction", SANCTION, ("kg:onward :work", "kg:onward :firm"), ":s", "stands in the catalogue"),
    ("Sanction", SANCTION, ('"1000-2000;-5"', '"十万元"'), ":s", "ranges in yuan"),
    ("Citation", CITATION, ("kg:source <urn:x:v~art1_par1>", "kg:source <urn:x:v~art7>"), ":c", "stands in one provision"),
    ("Citation", CITATION, (' ; kg:citationText "本办法第一条"', ""), ":c", "carries its words"),
    ("Citation", CITATION, (" ; kg:target <urn:x:v~art1>", ""), ":c", "leads to one provision, or says why"),
    ("Citation", CITATION, ("kg:target", 'kg:unresolved "未收录" ; kg:target'), ":c", "leads to one provision, or says why"),
    ("Citation", CITATION, ("kg:target <urn:x:v~art1>", "kg:target <urn:x:v~art1>, <urn:x:v~art1_par1>"), ":c", "leads to one provision"),
    ("Citation", CITATION, ("kg:target <urn:x:v~art1>", "kg:target <urn:x:v~art99>"), ":c", "cited is there"),
    ("Citation", CITATION, ("kg:target", "kg:alsoTarget <urn:x:v~art99> ; kg:target"), ":c", "cited is there"),
    ("CrossLink", LINK, ("kg:source <urn:x:v~art1_par1>", "kg:source <urn:x:v~art9>"), ":k", "starts in a text"),
    ("CrossLink", LINK, ("kg:target <urn:x:v~art1>", "kg:target <urn:x:v~art9>"), ":k", "leads to a provision"),
    ("CrossLink", LINK, ('"specifies"', '"resembles"'), ":k", "linkType"),
    ("CrossLink", LINK, ('kg:sourceWords "应当报告" ;', ""), ":k", "words of its source"),
    ("CrossLink", LINK, ('"应当报告"', '"应当备案"'), ":k", "do not stand in"),
    ("CrossLink", LINK, ('"经营机构"', '"核心机构"'), ":k", "do not stand in"),
    ("CrossLink", LINK, ('"0.90"', '"1.50"'), ":k", "confidence"),
    ("CrossLink", LINK, ('"review"', '"guess"'), ":k", "linkOrigin"),
    ("CrossLink", LINK, ('"added"', '"rejected"'), ":k", "linkStatus"),
    ("CrossLink", LINK, (' ; kg:linkReason "一致。"', ""), ":k", "how it was found"),
    ("LinkWithText", LINK, ('kg:targetWords "经营机构" ; ', ""), ":k", "words of its target"),
    ("LinkWithText", LINK_TO_WORK, ("kg:target :work", "kg:target :v"), ":k", "words of its target"),
    ("Term", TERM, ('kg:quote "经营机构" ;', ""), ":t", "words that define"),
    ("Term", TERM, ('kg:quote "经营机构"', 'kg:quote "核心机构"'), ":t", "do not stand in"),
    ("Term", TERM, ('kg:term "经营机构" ;', ""), ":t", "term"),
    ("Term", TERM, ("<urn:x:v~art1_par1>", "<urn:x:v~art6>"), ":t", "stands in one provision"),
    ("SecondHandStatement", TOLD, ('"转述：某文"', '"某文"'), ":told", "says 转述"),
    ("SecondHandStatement", TOLD, ("kg:statement", 'kg:quote "七个工作日" ; kg:statement'), ":told", "never a quotation"),
    ("Concept", CONCEPT, ('skos:prefLabel "证券公司"@zh ;', ""), ":c1", "preferred label"),
    ("Concept", CONCEPT, ('"证券公司"@zh ;', '"证券公司"@zh, "券商"@zh ;'), ":c1", "one preferred label"),
    ("Concept", CONCEPT, ("skos:inScheme :scheme ;", ""), ":c1", "belongs to a scheme"),
    ("Concept", CONCEPT, ("skos:broader :firm", "skos:broader :nobody"), ":c1", "broader concept"),
    ("Concept", CONCEPT, ("kg:playsRole :firm", "kg:treatedAs :nobody"), ":c1", "role stands"),
    ("Fact", FACT, ('"outsourcing"', '"Outsourcing?"'), ":f", "one key"),
    ("Fact", FACT, ('"yes-no"', '"maybe"'), ":f", "factType"),
    ("Fact", FACT, ("kg:order 1 ;", ""), ":f", "its place"),
    ("Fact", FACT, ("是否使用外包服务？", "使用外包服务"), ":f", "one question"),
    ("Fact", FACT, ('"clock"', '"diary"'), ":f", "askedIn"),
    ("Fact", FACT, ('kg:saidOnce "case"', 'kg:saidOnce "twice"'), ":f", "saidOnce"),
    ("Fact", FACT, ("kg:role :firm", "kg:role :nobody"), ":f", "role of a fact"),
    ("Fact", FACT, ("kg:addsEvent :happening", "kg:addsEvent :firm"), ":f", "event that a fact adds"),
    ("Fact", FACT, ("kg:implies :g", "kg:implies :firm"), ":f", "implies facts"),
    ("Theme", FACT, ("kg:presupposesFact :f", "kg:presupposesFact :firm"), ":theme", "facts of the table"),
    ("Concept", CONCEPT, ("kg:playsRole :firm", "kg:operates :nobody"), ":c1", "What a role runs"),
    ("Scheme", SCHEME, ("kg:supplierRole :firm", "kg:supplierRole :nobody"), ":scheme", "role of a supplier"),
    ("Scheme", SCHEME, ("kg:askedApart :firm", "kg:askedApart :firm, :other"), ":scheme", "role asked for apart"),
    ("Scheme", SCHEME, ("kg:everybody :firm", "kg:everybody :nobody"), ":scheme", "Everybody is one"),
    ("Scheme", SCHEME, ("kg:abroadRole :firm", "kg:abroadRole :nobody"), ":scheme", "role of those abroad"),
    ("Scheme", SCHEME, ("kg:sectorRegulator :firm", "kg:sectorRegulator :v"), ":scheme", "regulator of the industry"),
]
VALID = dict.fromkeys(example for _, example, *_ in CASES)


def check(example: str) -> ShapeReport:
    return validate_data((PREFIXES + CONTEXT + example).encode(), RdfFormat.TURTLE)


@pytest.mark.parametrize("example", VALID, ids=range(len(VALID)))
def test_what_keeps_the_shapes_conforms(example: str) -> None:
    assert check(example).faults == ()


@pytest.mark.parametrize(("shape", "example", "change", "node", "words"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_what_breaks_a_shape_is_named(shape: str, example: str, change: tuple[str, str], node: str, words: str) -> None:
    old, new = change
    assert example.count(old) >= 1
    faults = check(example.replace(old, new)).faults
    iri = node.replace(":", "urn:x:", 1) if node.startswith(":") else node.strip("<>")
    assert any(f.startswith(iri + " ") and re.search(words, f) for f in faults), faults


def test_every_shape_has_its_examples() -> None:
    text = (ontology_dir() / "shapes.ttl").read_text("utf-8")
    assert {c[0] for c in CASES} == set(re.findall(r"^kgsh:(\w+) a sh:NodeShape ;\s*sh:target(?:Class|SubjectsOf kg:pre)", text, re.MULTILINE))


def test_a_fault_says_what_value_is_wrong() -> None:
    (fault,) = check(DEADLINE.replace('"PT24H"', '"24h"')).faults
    assert fault == "urn:x:d deadlineValue（24h）: A deadline's value is an ISO 8601 duration, P15BD, --MM-DD or a date."


def test_the_real_graph_conforms(built: Path) -> None:
    folder = current(built)
    assert folder is not None
    for report in (validate_file(folder / "graph.nq"), check_file(folder / "graph.nq")):
        assert report.faults == () and report.triples > 40_000
