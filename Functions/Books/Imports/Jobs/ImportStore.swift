/// Keeps how far imports are.
package protocol ImportStore: Sendable {
    func state(_ id: String) async throws -> ImportState?
    /// The provider's latest import.
    func latest(of provider: String) async throws -> ImportState?
    /// Makes it the provider's latest import; false where another one than `previous` is that by now.
    func begin(_ state: ImportState, after previous: String?) async throws -> Bool
    /// Writes the state over the revision before it; false where that is not the one in the store.
    func advance(_ state: ImportState) async throws -> Bool

    /// Which version of a page is in the catalogue.
    func published(_ page: Int, of provider: String) async throws -> String?
    func setPublished(_ page: Int, of provider: String, version: String) async throws
    /// Takes what is new of a page into what of the provider readers without history are recommended, and returns that.
    func merge(_ best: RecommendedPage, ofPage page: Int, of provider: String) async throws -> RecommendedPage
    /// What of a provider readers without history are recommended.
    func best(of provider: String) async throws -> RecommendedPage
}
