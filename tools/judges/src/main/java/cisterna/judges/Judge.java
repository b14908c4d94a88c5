package cisterna.judges;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Says what is wrong with a file. */
interface Judge {
    /** How the judge is called. */
    String name();

    /** How the names of its files end. */
    String ending();

    /** What is wrong; empty where the file is accepted. */
    List<String> findings(Path file) throws IOException;
}
