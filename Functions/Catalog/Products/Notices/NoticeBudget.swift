/// How many notices a user gets at once; more of them wait for the digest.
package enum NoticeBudget {
    package static let perHour = 5

    /// The hour that an instant, in milliseconds since 1970, counts for.
    package static func hour(_ now: Int) -> Int { now / 3_600_000 }
}
