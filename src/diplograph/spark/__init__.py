"""The main job on Apache Spark: the same graph as `build`, from corpora too large for one machine.

A document says the same wherever it is read, so reading is spread over the workers as it is. What
follows from all documents together is cut where the derivation itself has seams: unknown actors
whose names are not alike never touch, nor do mentions whose sides or types differ. Each piece is
given to the project's own functions with what they need to know of the rest, and the union of the
pieces is the derived graph. Needs `diplograph[spark]` and Java 17.
"""
