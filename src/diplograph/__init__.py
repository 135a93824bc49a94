"""diplograph reads diplomatic news into an RDF knowledge graph with evidence for every edge."""
