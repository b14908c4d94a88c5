package cisterna.judges;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Judges a directory that the example `samples` of cisterna-report has written: everything in `good/` must be accepted,
 * everything in `broken/` must be refused. Ends with 0 only if both hold and each judge has seen files of both kinds.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("name the directory with good/ and broken/");
            System.exit(2);
        }
        Path directory = Path.of(arguments[0]);
        List<String> faults = new ArrayList<>();
        for (Judge judge : List.of(new FhirJudge(), new PdfJudge())) {
            faults.addAll(judge(judge, directory));
        }
        faults.forEach(System.out::println);
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    private static List<String> judge(Judge judge, Path directory) throws IOException {
        List<String> faults = new ArrayList<>();
        List<Path> good = files(directory.resolve("good"), judge.ending());
        List<Path> broken = files(directory.resolve("broken"), judge.ending());
        if (good.isEmpty() || broken.isEmpty()) {
            faults.add(judge.name() + " has nothing to judge: *" + judge.ending() + " is missing in good/ or broken/");
        }
        for (Path file : good) {
            for (String finding : judge.findings(file)) {
                faults.add(file.getFileName() + ": " + finding);
            }
        }
        for (Path file : broken) {
            List<String> findings = judge.findings(file);
            if (findings.isEmpty()) {
                faults.add(file.getFileName() + " is broken, and " + judge.name() + " accepts it");
            } else {
                System.out.println("   refused, as it must be: " + file.getFileName() + ": " + findings.get(0));
            }
        }
        System.out.println("   " + judge.name() + ": " + good.size() + " accepted, " + broken.size() + " refused");
        return faults;
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
