"""What is asked of the SPARQL endpoint, in the words of the Publications Office's ontology (CDM)."""

from typing import Final

PREFIXES: Final = """\
PREFIX cdm: <http://publications.europa.eu/ontology/cdm#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
# Corrigenda are left out: they change no duty and would repeat the title of the act they correct. Of staff
# documents only those that stand alone are asked for, not the annexes of a proposal.
TYPES: Final = (
    *("REG", "REG_IMPL", "REG_DEL", "DIR", "DIR_IMPL", "DIR_DEL"),
    *("DEC", "DEC_ENTSCHEID", "DEC_IMPL", "DEC_DEL", "RECO", "RECO_DEC", "RECO_REG"),
    *("PROP_REG", "PROP_DIR", "PROP_DEC", "PROP_RECO"),
    *("COMMUNIC", "COMMUNIC_DRAFT", "JOINT_COMMUNIC", "GREEN_PAPER", "WHITE_PAPER", "SWD"),
)
# Opinions and resolutions come from the Committee of the Regions and the EESC, whatever their type is called.
_WORK: Final = """\
  {{ VALUES ?rtype {{ {types} }} ?work cdm:work_has_resource-type ?rtype . }}
  UNION
  {{ VALUES ?agent {{ <http://publications.europa.eu/resource/authority/corporate-body/COR>
                     <http://publications.europa.eu/resource/authority/corporate-body/EESC> }}
     ?work cdm:work_created_by_agent ?agent ; cdm:work_has_resource-type ?rtype . }}
  ?work cdm:resource_legal_id_celex ?celex ; cdm:work_date_document ?date .
"""
_MORE: Final = """\
  FILTER NOT EXISTS {{ ?work cdm:do_not_index "true"^^xsd:boolean }}
  OPTIONAL {{ ?work cdm:resource_legal_in-force ?inforce }}
  OPTIONAL {{ ?work cdm:resource_legal_eli ?eli }}
}}
ORDER BY ?date ?celex
LIMIT {limit}"""
ACTS: Final = (
    "SELECT DISTINCT ?celex ?date ?rtype ?inforce ?eli WHERE {{\n"
    + _WORK
    + '  FILTER(?date >= "{low}"^^xsd:date && ?date < "{high}"^^xsd:date)\n'
    + '  FILTER(STRSTARTS(STR(?celex), "3") || STRSTARTS(STR(?celex), "5"))\n'
    + _MORE
)
ACTS_BY_NUMBER: Final = (
    "SELECT DISTINCT ?celex ?date ?rtype ?inforce ?eli WHERE {{\n  {anchor}\n" + _WORK + _MORE
)
TITLES: Final = """\
SELECT DISTINCT ?celex ?l ?title WHERE {{
  {anchor}
  ?exp cdm:expression_belongs_to_work ?work ;
       cdm:expression_uses_language ?l ;
       cdm:expression_title ?title .
  VALUES ?l {{ {languages} }}
}}
LIMIT {limit}"""
_PROCEDURE_TYPE: Final = (
    "cdm:procedure_code_interinstitutional_has_type_concept_type_procedure_code_interinstitutional"
)
# One row a fact, each with its kind: joined in one row, the facts would multiply each other.
SUBJECTS: Final = """\
SELECT DISTINCT ?celex ?kind ?value ?label WHERE {{
  {anchor}
  {{ ?work cdm:work_is_about_concept_eurovoc ?value . BIND("eurovoc" AS ?kind)
     OPTIONAL {{ ?value skos:prefLabel ?label . FILTER(LANG(?label) = "en") }} }}
  UNION {{ ?work cdm:resource_legal_is_about_concept_directory-code ?value . BIND("directory" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_date_entry-into-force ?value . BIND("entry_into_force" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_date_end-of-validity ?value . BIND("end_of_validity" AS ?kind) }}
  UNION {{ ?work cdm:directive_date_transposition ?value . BIND("transposition" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_based_on_resource_legal/cdm:resource_legal_id_celex ?value .
           BIND("based_on" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_amends_resource_legal/cdm:resource_legal_id_celex ?value .
           BIND("amends" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_repeals_resource_legal/cdm:resource_legal_id_celex ?value .
           BIND("repeals" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_implicitly_repeals_resource_legal/cdm:resource_legal_id_celex ?value .
           BIND("implicitly_repeals" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_proposes_to_amend_resource_legal/cdm:resource_legal_id_celex ?value .
           BIND("proposes" AS ?kind) }}
  UNION {{ ?work cdm:resource_legal_adopts_resource_legal/cdm:resource_legal_id_celex ?value .
           BIND("adopts" AS ?kind) }}
  UNION {{ ?final cdm:resource_legal_adopts_resource_legal ?work ; cdm:resource_legal_id_celex ?value .
           BIND("adopted_by" AS ?kind) }}
  UNION {{ ?version cdm:act_consolidated_consolidates_resource_legal ?work ;
                    cdm:resource_legal_id_celex ?value . BIND("consolidated" AS ?kind) }}
  UNION {{ ?version cdm:act_consolidated_based_on_resource_legal ?work ;
                    cdm:resource_legal_id_celex ?value . BIND("consolidated" AS ?kind) }}
  UNION {{ {{ ?dossier cdm:dossier_produces_resource_legal ?work }}
           UNION {{ ?work cdm:work_part_of_dossier ?dossier }}
           ?dossier cdm:procedure_code_interinstitutional_reference_procedure ?value .
           OPTIONAL {{ ?dossier {procedure_type} ?label }}
           BIND("procedure" AS ?kind) }}
}}
LIMIT {limit}""".replace("{procedure_type}", _PROCEDURE_TYPE)
