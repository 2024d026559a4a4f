package keras.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds ARCHITECTURE.md: who may import whom, and what none may touch. */
class ArchitectureTest {
  /** The packages whose job is to run graphs. */
  private static final String[] RUNNERS = {"keras.engine..", "keras.io.savedmodel"};

  /** The formats of files, of which none may rest on another. */
  private static final List<String> FORMATS =
      List.of("keras.io.kerasv3", "keras.io.h5", "keras.io.savedmodel", "keras.io.checkpoint");

  static Set<String> packages() {
    return Layering.table().keySet();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void importsOnlyWhatItsRowAllows(String name) {
    List<String> allowed = Layering.table().getOrDefault(name, List.of());
    classes()
        .that(resideInAPackage(name))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
        .allowEmptyShould(true)
        .check(Library.CLASSES);
  }

  @Test
  void hasARowForEveryPackage() {
    DescribedPredicate<JavaClass> listed = resideInAnyPackage(packages().toArray(String[]::new));
    Set<String> missing = new TreeSet<>();
    Library.CLASSES.stream()
        .filter(c -> !listed.test(c))
        .forEach(c -> missing.add(c.getPackageName()));
    assertEquals(
        Set.of(), missing, "Packages that Layering's table lacks: say what they may import");
  }

  @Test
  void runsGraphsOnlyInTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(RUNNERS)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.tensorflow.Graph")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.tensorflow.Session")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.tensorflow.SavedModelBundle")
        .check(Library.CLASSES);
  }

  @Test
  void runsNothingEagerly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.tensorflow.EagerSession")
        .check(Library.CLASSES);
  }

  @Test
  void hasNoCycles() {
    slices().assignedFrom(new Modules()).should().beFreeOfCycles().check(Library.CLASSES);
  }

  @Test
  void readsHdf5ThroughOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("keras.io.hdf5")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.jhdf..")
        .check(Library.CLASSES);
  }

  @Test
  void keepsFormatsApart() {
    for (String format : FORMATS) {
      String[] others = FORMATS.stream().filter(f -> !f.equals(format)).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(format)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .allowEmptyShould(true)
          .check(Library.CLASSES);
    }
  }

  @Test
  void printsOnlyProgress() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
        Library.CLASSES.that(
            DescribedPredicate.describe(
                "are not the console's",
                c -> !Set.of("keras.utils.Console", "keras.utils.Progbar").contains(c.getName()))));
  }

  @Test
  void logsNothing() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging")
        .check(Library.CLASSES);
  }

  @Test
  void throwsNothingGeneric() {
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(Library.CLASSES);
  }

  /**
   * Models, trainers, callbacks and the interfaces of formats and charts know each other: they
   * count as one.
   */
  private static final class Modules implements SliceAssignment {
    private static final Pattern PATH =
        Pattern.compile("keras\\.(io\\.[a-z0-9]+|[a-z0-9]+)(\\..*)?");
    private static final Set<String> ONE =
        Set.of("models", "trainers", "callbacks", "saving", "visualization");

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass c) {
      Matcher path = PATH.matcher(c.getPackageName());
      if (!path.matches()) {
        return SliceIdentifier.ignore();
      }
      String name = path.group(1);
      return SliceIdentifier.of(ONE.contains(name) ? String.join("+", new TreeSet<>(ONE)) : name);
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
