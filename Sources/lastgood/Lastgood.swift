import RollbackCLI

@main
struct Lastgood {
    static func main() async {
        await LastgoodProgram.start()
    }
}
