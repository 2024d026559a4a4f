package keras.engine.programs;

import java.nio.file.Path;
import java.util.ServiceLoader;

/** What reads the programs of SavedModels; keras-io brings it, found as a Java service. */
public interface ProgramReader {
  /** Reads the SavedModel in a folder; nothing of it runs. */
  Program read(Path folder);

  /**
   * Returns the reader on the class path.
   *
   * @param caller how messages name who asks
   * @throws IllegalStateException where there is none
   */
  static ProgramReader find(String caller) {
    return ServiceLoader.load(ProgramReader.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s: no reader for SavedModels. Add the keras-io artifact, which reads them."
                        .formatted(caller)));
  }
}
