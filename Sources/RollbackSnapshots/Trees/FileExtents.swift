import Glibc

/// Where a file has data and where it has holes.
struct FileExtents {
    // lseek(2) of Linux; the Glibc module leaves them out.
    private static let seekData: Int32 = 3
    private static let seekHole: Int32 = 4

    let holes: [FileHole]
    let data: [Range<Int>]

    /// Of a file that takes no less room than its size there is nothing to ask.
    init(_ descriptor: Int32, _ facts: stat) {
        let size = Int(facts.st_size)
        holes = facts.st_blocks * 512 >= facts.st_size ? [] : Self.holes(descriptor, size)
        data = Self.data(between: holes, size: size)
    }

    /// What is left of a file between its holes.
    static func data(between holes: [FileHole], size: Int) -> [Range<Int>] {
        var (ranges, place) = ([Range<Int>](), 0)
        for hole in holes + [FileHole(offset: size, length: 0)] {
            if hole.offset > place { ranges.append(place..<hole.offset) }
            place = hole.offset + hole.length
        }
        return ranges
    }

    /// A file system that cannot say has none.
    private static func holes(_ descriptor: Int32, _ size: Int) -> [FileHole] {
        var (holes, place) = ([FileHole](), 0)
        while place < size {
            let data = lseek(descriptor, off_t(place), seekData)
            if data == -1, errno != ENXIO { return [] }
            let end = data == -1 ? size : min(Int(data), size)
            if end > place { holes.append(FileHole(offset: place, length: end - place)) }
            if end == size { break }
            let next = lseek(descriptor, data, seekHole)
            guard next > data else { return [] }
            place = Int(next)
        }
        return holes
    }
}
