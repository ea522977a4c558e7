#if !hasFeature(Embedded)
  extension GuestModule {
    /// The host functions that the module imports from `jam` by name, with their indices (`pvm.md`
    /// appendix A). `invoke` and `query`, which have a second result, it calls by index.
    public static let hostFunctions: [(index: UInt32, name: String)] = [
      (0, "gas"), (1, "fetch"), (2, "lookup"), (3, "read"), (4, "write"), (5, "info"),
      (6, "historical_lookup"), (7, "export"), (8, "machine"), (9, "peek"), (10, "poke"),
      (11, "pages"), (13, "expunge"), (14, "bless"), (15, "assign"), (16, "designate"),
      (17, "checkpoint"), (18, "new"), (19, "upgrade"), (20, "transfer"), (21, "eject"),
      (23, "solicit"), (24, "forget"), (25, "yield"), (26, "provide"), (100, "log"),
    ]
  }
#endif
