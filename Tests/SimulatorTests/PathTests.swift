import Simulator
import Testing

/// What holds for every path, not only on average. `HEARTH_PATH_ARRIVALS=1000000` tries harder.
@Suite struct PathTests {
    private static let arrivals = PathTestSize.arrivals

    @Test(arguments: PathLaws.all.indices) func aliveIsTheMostThatWasBusyWithinTheKeepAlive(_ law: Int) {
        let check = PathCheck(law: PathLaws.all[law], arrivals: Self.arrivals, seed: 1)
        #expect(check.pathIdentityViolations() == 0)
    }

    @Test(arguments: PathLaws.all.indices) func noPlacementKeepsFewerOrStartsColdWhereTheMostRecentlyUsedDoesNot(
        _ law: Int
    ) {
        let check = PathCheck(law: PathLaws.all[law], arrivals: Self.arrivals, seed: 2)
        #expect(check.dominanceViolations() == 0)
    }
}
