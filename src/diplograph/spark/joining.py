"""On the driver, in Spark SQL: who is who across the corpus, and which mentions meet."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from diplograph.rdf.telling import Told
from diplograph.spark import copying, describing, dossiers, happening, naming
from diplograph.spark.spreading import Spread
from diplograph.spark.tables import DOSSIER, EDGE, HAPPENED, KEYED, MADE, NAME
from diplograph.spark.telling import MENTION, POST, TEXT, VALUE

_UNIT = "\x1f"


def names(candidates: DataFrame, spread: Spread) -> DataFrame:
    """The names of all unknown actors: rows of NAME from rows of CANDIDATE."""
    nodes = candidates.groupBy("node").agg(
        f.min_by("name", "graph").alias("name"),
        f.max("decided").alias("decided"),
    )
    states = frozenset(
        row["state"].lower() for row in candidates.select("state").distinct().collect()
    ) - {""}
    home = _components(_links(nodes, states, spread))
    placed = candidates.join(home, "node", "left").withColumn(
        "component", f.coalesce("home", "node")
    )
    ordered = placed.select("component", "body").repartition("component")
    return spread.over(ordered.sortWithinPartitions("component"), naming.named, NAME)


def _links(nodes: DataFrame, states: frozenset[str], spread: Spread) -> DataFrame:
    """Pairs of nodes of which candidates may touch: see `naming.keyed`, and those decided of."""
    keyed = spread.plain(
        nodes.select("node", "name"), lambda batches: naming.keyed(batches, states), KEYED
    )
    other = keyed.select(f.col("node").alias("other"), f.col("name").alias("other_name"), "key")
    pairs = keyed.withColumnsRenamed({"node": "one", "name": "one_name"}).join(other, "key")
    edges = spread.plain(pairs.where("one < other"), naming.edges, EDGE).distinct()
    # Of whom something is decided: decisions may join anyone with anyone.
    decided = nodes.where("decided").select("node")
    first = decided.agg(f.min("node").alias("one"))
    return edges.union(first.crossJoin(decided.select(f.col("node").alias("other"))))


def _components(edges: DataFrame) -> DataFrame:
    """From each node with an edge to the least node that edges lead to (`home`)."""
    both = edges.union(edges.select("other", "one")).where("one <> other").distinct().persist()
    home = both.select(f.col("one").alias("node")).distinct().withColumn("home", f.col("node"))
    changed = both.limit(1).count()
    while changed:
        near = both.join(home.select(f.col("node").alias("other"), "home"), "other")
        least = near.groupBy("one").agg(f.min("home").alias("least"))
        moved = home.join(least, home["node"] == least["one"]).select(
            "node", "home", f.least("home", "least").alias("new")
        )
        moved = moved.localCheckpoint()
        changed = moved.where("new <> home").count()
        home = moved.select("node", f.col("new").alias("home"))
    return home


def nodes(told: DataFrame, spread: Spread) -> DataFrame:
    """A dossier of each node: rows of DOSSIER from rows of TOLD."""
    values = told.where(f.col("sort") == VALUE).groupBy("node")
    known = values.agg(f.collect_set(f.struct("predicate", "value")).alias("told"))
    held = told.where(f.col("sort") == POST).select("node", "of", "issued").distinct()
    offices = held.groupBy("node").agg(f.collect_list(f.struct("of", "issued")).alias("offices"))
    of = known.select(f.col("node").alias("of"), f.col("told").alias("of_told"))
    bodies = held.select("node", "of").distinct().join(of, "of").groupBy("node")
    told_of = bodies.agg(
        f.collect_list(f.struct("of", f.col("of_told").alias("told"))).alias("bodies")
    )
    joined = known.join(offices, "node", "left").join(told_of, "node", "left")
    return spread.over(joined, dossiers.dossiers, DOSSIER)


def copies(told: DataFrame, spread: Spread) -> DataFrame:
    """From each document that nearly holds another's text to the first (`document`, `first`).

    As `near_copies` finds them: by day, then name.
    """
    texts = told.where(f.col("sort") == TEXT).select("node", "value", "issued")
    keyed = spread.plain(texts.select("node", "value"), copying.keyed, KEYED).select("node", "key")
    shared = keyed.groupBy("key").count().where("count > 1").select("key")
    rows = keyed.join(shared, "key").join(texts, "node").repartition("key")
    near = spread.plain(rows.sortWithinPartitions("key"), copying.edges, EDGE)
    placed = _components(near.distinct()).join(texts.select("node", "issued"), "node")
    order = f.struct(f.coalesce("issued", f.lit("9999")), "node")
    first = placed.groupBy("home").agg(f.min_by("node", order).alias("first"))
    return (
        placed.join(first, "home")
        .where("node <> first")
        .select(f.col("node").alias("document"), "first")
    )


def happened(told: DataFrame, known: DataFrame, near: DataFrame, spread: Spread) -> DataFrame:
    """The events of all mentions, block by block: rows of HAPPENED; `near` are the `copies`.

    A block is of one type and of the same sides, as `find_events` and `find_links` have them.
    """
    mentions = told.where(f.col("sort") == MENTION)
    first = near.select(f.col("document").alias("of"), "first")
    blocks = mentions.join(_blocks(mentions, known), "node")
    actors = blocks.select("block", f.explode("named").alias("node")).distinct()
    no_copy = f.lit(None).cast("string").alias("first")
    rows = (
        blocks.join(first, "of", "left")
        .select("block", "body", f.lit(True).alias("mention"), "first")
        .union(
            actors.join(known, "node").select(
                "block", "body", f.lit(False).alias("mention"), no_copy
            )
        )
    )
    return spread.over(_by_block(rows), happening.happen, HAPPENED)


def _blocks(mentions: DataFrame, known: DataFrame) -> DataFrame:
    """The block of each mention; of reciprocal ones the sides are in no order."""
    sides = mentions.select("node", "type", "reciprocal", f.posexplode("sides"))
    placed = sides.withColumnsRenamed({"node": "mention", "col": "node"}).join(
        known.select("node", "side"), "node"
    )
    told = placed.groupBy("mention").agg(
        f.first("type").alias("type"),
        f.first("reciprocal").alias("reciprocal"),
        f.sort_array(f.collect_list("side")).alias("with"),
        f.transform(
            f.sort_array(f.collect_list(f.struct("pos", "side"))), lambda s: s["side"]
        ).alias("on"),
    )
    ordered = f.when(f.col("reciprocal"), f.col("with")).otherwise(f.col("on"))
    block = f.concat_ws(_UNIT, "type", f.col("reciprocal").cast("string"), ordered)
    return told.select(f.col("mention").alias("node"), block.alias("block"))


def described(told: DataFrame, known: DataFrame, spread: Spread) -> DataFrame:
    """What is said of actors, places and posts: lines of N-Quads, of which some come twice."""
    states = _unknown_states(known)
    made = spread.over(
        known.select("node", "body"),
        lambda batches, given: describing.describe(batches, given, states),
        MADE,
    )
    whole = made.where("complete").select("line")
    part = made.where("not complete").join(
        known.select(f.col("node").alias("subject")), "subject", "left_anti"
    )
    return whole.union(part.select("line")).union(_posts(told, known, spread))


def _unknown_states(known: DataFrame) -> Told:
    """The nodes told to be states of which the facts do not know the code: few, if any."""
    found = known.where(f.size("states") > 0).select("node", "body").collect()
    return {row["node"]: dossiers.merged([row["body"]])[row["node"]] for row in found}


def _posts(told: DataFrame, known: DataFrame, spread: Spread) -> DataFrame:
    posts = told.where(f.col("sort") == POST).withColumn(
        "block", f.concat_ws(_UNIT, "node", "value", "of")
    )
    both = posts.select("block", f.explode(f.array("node", "of")).alias("node")).distinct()
    rows = posts.select("block", "body", f.lit(True).alias("mention")).union(
        both.join(known, "node").select("block", "body", f.lit(False).alias("mention"))
    )
    return spread.over(_by_block(rows), describing.posts, MADE).select("line")


def _by_block(rows: DataFrame) -> DataFrame:
    return rows.repartition("block").sortWithinPartitions("block")
