package keras.live;

import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.losses.Loss;
import keras.metrics.Mean;
import keras.metrics.Metric;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.optimizers.Optimizer;
import keras.random.SeedGenerator;
import keras.trainers.StepData;
import org.jspecify.annotations.Nullable;

/**
 * Keras' example "DCGAN to generate face images", with Dense layers; {@link #PYTHON} is its twin.
 */
final class Gan extends Model {
  static final String PYTHON =
      """
      from keras import ops
      class GAN(keras.Model):
          def __init__(self, discriminator, generator, latent_dim):
              super().__init__()
              self.discriminator = discriminator
              self.generator = generator
              self.latent_dim = latent_dim
              self.seed_generator = keras.random.SeedGenerator(1337)

          def compile(self, d_optimizer, g_optimizer, loss_fn):
              super().compile()
              self.d_optimizer = d_optimizer
              self.g_optimizer = g_optimizer
              self.loss_fn = loss_fn
              self.d_loss_metric = keras.metrics.Mean(name="d_loss")
              self.g_loss_metric = keras.metrics.Mean(name="g_loss")

          @property
          def metrics(self):
              return [self.d_loss_metric, self.g_loss_metric]

          def train_step(self, real_images):
              batch_size = ops.shape(real_images)[0]
              random_latent_vectors = keras.random.normal(
                  shape=(batch_size, self.latent_dim), seed=self.seed_generator)
              generated_images = self.generator(random_latent_vectors)
              combined_images = ops.concatenate([generated_images, real_images], axis=0)
              labels = ops.concatenate(
                  [ops.ones((batch_size, 1)), ops.zeros((batch_size, 1))], axis=0)
              labels += 0.05 * keras.random.uniform(
                  (2 * batch_size, 1), seed=self.seed_generator)
              with tf.GradientTape() as tape:
                  predictions = self.discriminator(combined_images)
                  d_loss = self.loss_fn(labels, predictions)
              grads = tape.gradient(d_loss, self.discriminator.trainable_weights)
              self.d_optimizer.apply_gradients(
                  zip(grads, self.discriminator.trainable_weights))
              random_latent_vectors = keras.random.normal(
                  shape=(batch_size, self.latent_dim), seed=self.seed_generator)
              misleading_labels = ops.zeros((batch_size, 1))
              with tf.GradientTape() as tape:
                  predictions = self.discriminator(self.generator(random_latent_vectors))
                  g_loss = self.loss_fn(misleading_labels, predictions)
              grads = tape.gradient(g_loss, self.generator.trainable_weights)
              self.g_optimizer.apply_gradients(zip(grads, self.generator.trainable_weights))
              self.d_loss_metric.update_state(d_loss)
              self.g_loss_metric.update_state(g_loss)
              return {"d_loss": self.d_loss_metric.result(),
                      "g_loss": self.g_loss_metric.result()}

      def gan():
          discriminator = keras.Sequential([
              keras.Input((6,)), keras.layers.Dense(8, activation="relu"),
              keras.layers.Dropout(0.3),
              keras.layers.Dense(1, activation="sigmoid")], name="discriminator")
          generator = keras.Sequential([
              keras.Input((4,)), keras.layers.Dense(8, activation="relu"),
              keras.layers.Dense(6)], name="generator")
          return GAN(discriminator, generator, 4)
      """;

  private final Model discriminator;
  private final Model generator;
  private final int latentDim;
  private final SeedGenerator seedGenerator = new SeedGenerator(1337);
  private final Mean dLossMetric = new Mean().name("d_loss");
  private final Mean gLossMetric = new Mean().name("g_loss");
  private @Nullable Optimizer dOptimizer;
  private @Nullable Optimizer gOptimizer;
  private @Nullable Loss lossFn;

  Gan(Model discriminator, Model generator, int latentDim) {
    this.discriminator = discriminator;
    this.generator = generator;
    this.latentDim = latentDim;
  }

  static Gan small() {
    Model discriminator =
        new Sequential(
                new InputLayer(6),
                new Dense(8, "relu"),
                new keras.layers.Dropout(0.3),
                new Dense(1, "sigmoid"))
            .name("discriminator");
    Model generator =
        new Sequential(new InputLayer(4), new Dense(8, "relu"), new Dense(6)).name("generator");
    return new Gan(discriminator, generator, 4);
  }

  Gan compile(Optimizer dOptimizer, Optimizer gOptimizer, Loss lossFn) {
    compile();
    this.dOptimizer = dOptimizer;
    this.gOptimizer = gOptimizer;
    this.lossFn = lossFn;
    return this;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(dLossMetric, gLossMetric);
  }

  private Expr generated(Expr batchSize, CallContext ctx) {
    Expr latent = seedGenerator.normal(List.of(batchSize, latentDim), ctx);
    return generator.apply(latent, ctx);
  }

  @Override
  protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
    Expr real = data.x();
    Expr batchSize = data.batchSize();
    Expr combined = Numpy.concatenate(List.of(generated(batchSize, ctx), real), 0);
    Expr ones = real.sum(1).mul(0).add(1).expandDims(1);
    Expr labels = Numpy.concatenate(List.of(ones, Numpy.zerosLike(ones)), 0);
    labels = labels.add(seedGenerator.uniform(List.of(batchSize.mul(2), 1), 0, 1, ctx).mul(0.05));

    Expr predictions = discriminator.apply(combined, ctx);
    Expr dLoss = loss().apply(labels, predictions, null);
    required(dOptimizer).minimize(dLoss, discriminator.trainableWeights(), ctx);

    Expr fooled = discriminator.apply(generated(batchSize, ctx), ctx);
    Expr gLoss = loss().apply(Numpy.zerosLike(ones), fooled, null);
    required(gOptimizer).minimize(gLoss, generator.trainableWeights(), ctx);

    dLossMetric.update(dLoss, null, ctx);
    gLossMetric.update(gLoss, null, ctx);
    return Map.of("d_loss", dLossMetric.result(ctx), "g_loss", gLossMetric.result(ctx));
  }

  private Loss loss() {
    return required(lossFn);
  }

  private static <T> T required(@Nullable T compiled) {
    return java.util.Objects.requireNonNull(compiled, "compile first");
  }
}
