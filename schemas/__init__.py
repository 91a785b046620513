"""The wire types of Strikelog and the vocabularies of its codebook. No I/O."""
